"""How a company's schema comes to exist: the database backend, the versioned template, provisioning."""
