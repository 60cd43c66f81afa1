"""The pages of the window, one module each; they are built at their first visit."""
