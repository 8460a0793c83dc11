"""Downloads briefings into a corpus, politely: robots.txt, one request a second and host, raw bytes with provenance."""
