"""The channels: thin adapters between HTTP and the agent."""
