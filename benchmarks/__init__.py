"""Benchmarks: ``python -m benchmarks [NAME …] [--scale 0.01]``, or one alone: ``python -m benchmarks.NAME``.

Each measures in a throw-away installation of its own, set up as a real one is (fsync on), and prints its figures with
their aims. Figures of one machine: docs/reference/benchmarks.md.
"""
