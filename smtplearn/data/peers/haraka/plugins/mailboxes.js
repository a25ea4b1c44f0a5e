// Who can be written to, and what becomes of a message: nothing.
const MAILBOXES = ['bob', 'postmaster', 'staff'];

exports.hook_rcpt = function (next, connection, params) {
  const host = (params[0].host || '').toLowerCase();
  const user = (params[0].user || '').toLowerCase().replace(/^"|"$/g, '');
  if (host === 'example.com' && MAILBOXES.includes(user)) return next(OK);
  if (!host && user === 'postmaster') return next(OK);
  return next(DENY, host === 'example.com' ? 'No such user here' : 'Relaying denied');
};

exports.hook_queue = function (next) {
  return next(OK, 'OK, discarded');
};
