"""Builders of the demo, one a device. Each makes what is not there yet, through the rooms' own services."""
