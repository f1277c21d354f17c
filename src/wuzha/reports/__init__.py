"""Reports (报告): figures and sentences become official documents and workbooks."""
