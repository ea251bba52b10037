"""Speed and memory, side by side with what they are compared to; `python -m benchmarks --help` lists the parts.

Nothing here is a test: machines are shared and noisy, so every part ends in ratios of one run.
"""
