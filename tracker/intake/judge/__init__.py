"""What each clause is: its marks, the trained weights, and the best way to read a whole text."""
