"""The write side: plain functions verb_noun(session, ...) that apply rules and return Changes."""
