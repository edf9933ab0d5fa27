"""Run this network: what organisers change and look after."""
