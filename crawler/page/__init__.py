"""What a fetched body holds for the crawl: what kind of thing it is and where its links lead. Pure."""
