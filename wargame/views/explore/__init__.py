"""What the pages on many games show: the form, the list, and all that the results of an ensemble tell."""
