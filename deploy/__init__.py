"""How Rooster is run: on one machine (deploy.local) and in containers (the files beside this one)."""
