"""Reading rosters and placing trees: plain values in, plain values out."""
