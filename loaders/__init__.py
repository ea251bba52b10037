"""Loaders: one folder a source family; each turns files as published into claims. They know no database."""
