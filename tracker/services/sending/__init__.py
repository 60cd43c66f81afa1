"""How workbooks leave the house: as mail drafts, or in the folders of a U-disk."""
