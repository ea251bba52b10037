"""The commands of `lodestone`, a module a family. What is slow to import is imported by the command that needs it."""
