"""The pages, one module each with a `show()`; app.py gives them their addresses.

The folder is not called `pages`: Streamlit runs every file of such a folder as a page of its own, before app.py, when a
deep link is the first thing that anybody asks of the server.
"""
