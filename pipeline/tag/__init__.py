"""Tags: the codebook's themes of turns and sentences, each with its score and evidence."""
