"""How dates are written where Django's way does not fit: no am and pm in English; Belarusian, which it lacks."""
