"""Makes bundles, installer and archives; standard library only, apart from what runs beside PyInstaller or Qt."""
