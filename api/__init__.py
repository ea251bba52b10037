"""The doors: the command line (`cli`, `commands`) and HTTP (`app` and one module a resource); both only show what
`queries` and `kb` give them."""
