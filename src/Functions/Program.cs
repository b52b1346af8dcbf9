Console.WriteLine("Cadenza");
