"""Plays questions as a visitor would, through the whole dialogue, and scores the answers."""
