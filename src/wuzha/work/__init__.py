"""落实: what people and machines do, each piece recorded once."""
