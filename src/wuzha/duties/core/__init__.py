"""What a plan asks of whom, on what, by when: plain values in, plain values out."""
