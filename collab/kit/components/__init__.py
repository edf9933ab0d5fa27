"""The design system's components, by meaning. collab/kit/templatetags/kit.py lists them all and makes them tags."""
