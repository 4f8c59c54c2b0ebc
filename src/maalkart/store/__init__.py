"""The only package that opens a database or writes derived files."""
