"""The window: pages, panels, dialogs and charts. It sees services, queries and model only."""
