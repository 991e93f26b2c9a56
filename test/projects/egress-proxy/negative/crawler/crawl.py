import httpx

pages = httpx.Client(follow_redirects=True)
