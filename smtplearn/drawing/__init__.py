"""Pictures as inline SVG, drawn from data: shapes and words tell the facts, colour only repeats them."""
