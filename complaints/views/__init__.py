"""The doors for whoever asks, signed in or not, and for the officers who answer."""
