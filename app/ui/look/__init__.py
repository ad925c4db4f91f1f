"""How the window looks: fonts, icons and the style sheet made from the theme's colours."""
