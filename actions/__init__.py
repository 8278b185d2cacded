"""The custom actions: thin glue between Rasa's dialogue and the product's own rooms. Never imports rasa."""
