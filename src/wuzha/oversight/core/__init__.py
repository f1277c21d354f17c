"""Coverage from distinct records: plain values in, plain values out."""
