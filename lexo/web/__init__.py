"""The web door: pages for people, JSON for programs."""
