// nodemailer's smtp-server with its own defaults, and the mailboxes and the account that all peers have.
const fs = require('fs');
const { SMTPServer } = require('smtp-server');

const MAILBOXES = ['bob@example.com', 'postmaster@example.com', 'staff@example.com', 'postmaster'];

function refused(text, code) {
  const error = new Error(text);
  error.responseCode = code;
  return error;
}

const server = new SMTPServer({
  name: 'mx.example.com',
  size: 10485760,
  cert: fs.readFileSync('cert.pem'),
  key: fs.readFileSync('key.pem'),
  authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
  authOptional: true,
  allowInsecureAuth: true,
  disableReverseLookup: true,
  enableTrace: false,
  hideENHANCEDSTATUSCODES: false,
  hideDSN: false,
  hideREQUIRETLS: true,
  onAuth(auth, session, done) {
    const right = auth.method === 'CRAM-MD5' ? auth.validatePassword('secret') : auth.password === 'secret';
    return auth.username === 'bob' && right ? done(null, { user: 'bob' }) : done(refused('Invalid username or password', 535));
  },
  onRcptTo(recipient, session, done) {
    const address = recipient.address.toLowerCase().replace(/^"([a-z]+)"@/, '$1@');
    if (MAILBOXES.includes(address)) return done();
    return done(refused(address.endsWith('@example.com') ? 'No such user here' : 'Relaying denied', 550));
  },
  onData(stream, session, done) {
    stream.on('end', () => done(null, 'OK, discarded'));
    stream.resume();
  },
});
server.on('error', (error) => console.error(error.message));
server.listen(Number(process.argv[2]), '127.0.0.1');
