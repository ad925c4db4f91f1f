"""The words of letters: catalogues, how their texts are filled, how amounts and days are written, blocks of them."""
