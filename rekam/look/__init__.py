"""What office and station show alike: style sheets, scripts, parts of pages, filters and tags."""
