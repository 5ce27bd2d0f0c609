"""From what people earn to what they are paid, to the cent, and why."""
