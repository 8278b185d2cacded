"""What the bot is in Slack: messages as Block Kit, home and form, and what Slack sends, read. No framework, no network."""
