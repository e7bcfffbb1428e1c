"""Who looks over the shoulder of those who look: readings of the trail."""
