"""The demo content: a fictional region, its people and two years of its purchasing, as plain data.

Every module here except `load` is data without Django. Dates are offsets in days from the day the demo is
loaded, so that the demo is always in mid-life. Places, firms, people and company numbers are invented: the numbers
pass the check digit and start with 0, which the French register never gives.
"""
