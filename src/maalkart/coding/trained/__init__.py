"""The trained coder: features, model and answers."""
