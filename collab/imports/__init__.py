"""Lists from a spreadsheet: what each kind of row means, the look at every row, and the one moment of saving."""
