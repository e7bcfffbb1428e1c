"""What goes out: disclosure and everything that leads to it or rests on it."""
