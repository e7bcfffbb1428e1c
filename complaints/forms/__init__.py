"""The questions to whoever asks, and to the officers who answer."""
