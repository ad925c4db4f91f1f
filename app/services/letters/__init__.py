"""Letters: from frozen facts to the words of one locale and the pages they stand on."""
