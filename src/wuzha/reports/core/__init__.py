"""The pure core of reports: plain values in, documents and bytes out. No clock, no database, no network."""
