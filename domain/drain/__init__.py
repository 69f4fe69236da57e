"""How long until a host is empty and a cluster upgraded: a simulation of its events, and what limits it."""
