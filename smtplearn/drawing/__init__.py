"""Pictures as inline SVG, drawn from data, one kind a room: shapes and words tell the facts, colour only repeats them."""
