"""What people are to check: how much, which, in tables they can fill in, and what they decided."""
