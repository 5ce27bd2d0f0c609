"""Components and structures as a company keeps them, in versions, and who is paid by which."""
