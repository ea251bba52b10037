"""The source family epoch: Epoch AI's data on AI hardware, clusters, data centres and AI companies."""
