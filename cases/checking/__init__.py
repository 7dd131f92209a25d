"""What may not be written: found in a reply to a buyer or in an appeal, before it is sent."""
